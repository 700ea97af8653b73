"""Addresses of the internet, as far as somebody is counted by them."""

from ipaddress import AddressValueError, IPv6Address

BITS_OF_A_LINE = 64  # of an IPv6 address; one telephone may choose all that come after


def network_of(address: str) -> str:
    """The address that is counted: of the new kind its network, of which every line has one."""
    try:
        new = IPv6Address(address)
    except AddressValueError:
        return address
    if new.ipv4_mapped is not None:
        return str(new.ipv4_mapped)
    return f"{int(new) >> BITS_OF_A_LINE:x}"
