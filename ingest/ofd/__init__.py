"""OFD (GB/T 33190): pages of fixed layout in XML."""
