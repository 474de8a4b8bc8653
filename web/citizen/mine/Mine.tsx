export function Mine() { return null; }
