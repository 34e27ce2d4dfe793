"""What tests share: fakes, makers of files, servers, and a hand for the window."""
