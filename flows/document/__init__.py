"""The ground everything stands on: raw text, claims about spans of it, and how claims become text."""
