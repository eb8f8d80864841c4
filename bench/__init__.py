"""Speed and memory of what the product promises, as ratios against a raw limit or a proven bound."""
