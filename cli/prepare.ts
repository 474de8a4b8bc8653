/** Between migrations and the first request: catalogue, units, demo accounts. */
import type { Settings } from '#base';

/** Imports what changed and gives the text about demo accounts, if there are any. */
export async function prepare(
  _url: string, _settings: Settings, _say: (text: string) => void,
): Promise<string | undefined> {
  return undefined;
}
