/** What a session's holder can tell it apart by: kind of browser, and roughly from where. Pure. */

const browsers: [RegExp, string][] = [
  [/MicroMessenger/, '微信'],
  [/AlipayClient/, '支付宝'],
  [/Edg\//, 'Edge'],
  [/Firefox\//, 'Firefox'],
  [/(Headless)?Chrom(e|ium)\//, 'Chrome'],
  [/Safari\//, 'Safari'],
];
const systems: [RegExp, string][] = [
  [/iPhone|iPad/, 'iOS'],
  [/OpenHarmony|HarmonyOS/, 'HarmonyOS'],
  [/Android/, 'Android'],
  [/Windows/, 'Windows'],
  [/Mac OS X/, 'macOS'],
  [/Linux/, 'Linux'],
];

/** `Chrome · Windows` of a browser's own description; '' where nothing of it is known. */
export function deviceOf(agent: string): string {
  const first = (list: [RegExp, string][]) => list.find(([at]) => at.test(agent))?.[1];
  return [first(browsers), first(systems)].filter(Boolean).join(' · ');
}

/** The network of an address, not the machine: `203.0.113.*`, `2001:db8:1::*`. */
export function shortAddress(ip: string): string {
  const four = /(?:^|:)(\d{1,3}\.\d{1,3}\.\d{1,3})\.\d{1,3}$/.exec(ip)?.[1];
  if (four) return `${four}.*`;
  if (!ip.includes(':')) return '';
  const [head = ''] = ip.split('::');
  return `${head.split(':').slice(0, 3).join(':')}::*`;
}
