export function SupplementPage() { return null; }
