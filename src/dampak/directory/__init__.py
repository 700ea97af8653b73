"""Units and people on the screen: looked up, reorganised and posted, each within one's rights."""
