"""The sample shop's trade beyond orders and bills: parcels, after-sales, prices."""
