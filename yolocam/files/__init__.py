"""Reads and writes files: small ones, texts, JSON, caches, results; what comes from them is bounded."""
