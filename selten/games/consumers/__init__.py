"""Who buys: valuations of the two components, and the demand that follows."""
