export function Mandates() { return null; }
