"""tipor: statistics on trafficking in persons for organ removal, floor by floor (see CONTRIBUTING.md)."""
