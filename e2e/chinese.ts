/** Chinese on a page in English: only where an element says why, and only so much. */
import type { Page } from 'playwright-core';

/** Longest words an element may keep in Chinese, by its reason (see web/ui/Zh.tsx). */
const LONGEST = { brand: 1, name: 120, place: 120, paper: 120, law: 400, typed: 400 };

const finder = `((longest) => {
  const han = /[\\p{Script=Han}\\u3000-\\u303f\\uff00-\\uffef]/u;
  const named = ['aria-label', 'aria-description', 'title', 'placeholder', 'alt', 'label', 'data-label'];
  const found = [];
  const where = (element) => {
    const names = [];
    for (let at = element; at && at !== document.body && names.length < 3; at = at.parentElement) {
      names.unshift(at.localName + (at.classList.length ? '.' + [...at.classList].join('.') : ''));
    }
    return names.join('>');
  };
  const tell = (element, what) => found.push(where(element) + ': ' + what.trim().replace(/\\s+/g, ' ').slice(0, 120));
  const marked = (element) => {
    const by = element.closest('[lang]');
    return by && by !== document.documentElement && by.lang.startsWith('zh') ? by : null;
  };
  if (document.documentElement.lang !== 'en') found.push('<html lang> is ' + document.documentElement.lang);
  if (han.test(document.title)) found.push('<title>: ' + document.title);
  for (const one of document.querySelectorAll('details')) one.open = true;
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let text = texts.nextNode(); text; text = texts.nextNode()) {
    const element = text.parentElement;
    if (!han.test(text.data) || marked(element)) continue;
    if (element.localName === 'option' || element.checkVisibility()) tell(element, text.data);
  }
  for (const element of document.body.querySelectorAll('*')) {
    for (const name of named) {
      const value = element.getAttribute(name);
      if (value && han.test(value) && !marked(element)) tell(element, '[' + name + '] ' + value);
    }
    for (const pseudo of ['::before', '::after']) {
      const { content } = getComputedStyle(element, pseudo);
      if (han.test(content) && !marked(element)) tell(element, pseudo + ' ' + content);
    }
  }
  for (const element of document.querySelectorAll('[lang^=zh]')) {
    const why = element.dataset.zh;
    const words = element.textContent.trim();
    if (/^中文中?$/.test(words) && element.closest('button')) continue;
    if (!Object.hasOwn(longest, why ?? '')) tell(element, 'Chinese without a reason: ' + words);
    else if (words.length > longest[why]) tell(element, words.length + ' characters are no ' + why + ': ' + words);
    if (element.childElementCount > 0) tell(element, 'Chinese that holds elements: ' + words);
    if (!han.test(words)) tell(element, 'not Chinese: ' + words);
  }
  return [...new Set(found)];
})(${JSON.stringify(LONGEST)})`;

/** What a reader of English cannot read on the open page, where it stands; everything folded is opened first. */
export function chineseOn(page: Page): Promise<string[]> {
  return page.evaluate<string[]>(finder);
}

/** Chinese as a whole: how much of the page's visible words is marked as Chinese, from 0 to 1. */
export function shareOfChinese(page: Page): Promise<number> {
  return page.evaluate<number>(`(() => {
    const kept = [...document.querySelectorAll('[data-zh]')].reduce((sum, one) => sum + one.textContent.length, 0);
    return kept / Math.max(1, document.body.innerText.length);
  })()`);
}
