export function Organisations() { return null; }
