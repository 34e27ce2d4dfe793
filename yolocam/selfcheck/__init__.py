"""What `yolocam doctor` looks at: whether everything that yolocam needs works on this machine."""
