"""Pages of privacy: notices, one's own data, requests, retention, incidents."""
