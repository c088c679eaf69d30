"""What goes wrong in the sample shop: bursts of orders, and faults of the bill."""
