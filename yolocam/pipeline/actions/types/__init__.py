"""The actions that yolocam has itself."""
