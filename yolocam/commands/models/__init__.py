"""`yolocam models`, and the commands below it."""
