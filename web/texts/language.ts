/** The language of the page: Chinese unless this device chose English, or the address says so. */
export type Lang = 'zh' | 'en';

const KEPT = 'bantuo.language';

/** Storage may be forbidden (private windows), and tests have no page: Chinese then. */
function chosen(): Lang {
  try {
    const asked = new URLSearchParams(location.search).get('lang');
    if (asked === 'en' || asked === 'zh') {
      localStorage.setItem(KEPT, asked);
      return asked;
    }
    return localStorage.getItem(KEPT) === 'en' ? 'en' : 'zh';
  } catch {
    return 'zh';
  }
}

/** The language this page is drawn in; another one is another page. */
export const lang: Lang = chosen();

/** Chooses a language for this device and opens the same page in it. */
export function chooseLang(next: Lang): void {
  try {
    localStorage.setItem(KEPT, next);
  } catch {
    // Nothing is remembered then: the address carries the choice.
  }
  const url = new URL(location.href);
  url.searchParams.set('lang', next);
  location.assign(url);
}
