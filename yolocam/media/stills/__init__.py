"""Still images: a file for each format, which knows its header, its faults and how it is decoded."""
