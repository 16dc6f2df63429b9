"""Comparisons with other people's programs, each made by one command."""
