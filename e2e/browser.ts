/** Real Chromium, and somebody in front of it who reads and presses what stands on the page. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {
  chromium,
  type Browser,
  type BrowserContext,
  type LaunchOptions,
  type Locator,
  type Page,
} from 'playwright-core';
import { expect } from 'vitest';
import { demoPassword } from '#identity';
import { instance, type Instance } from './instance.ts';

/** What the browser is started with; as root it needs --no-sandbox. */
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--font-render-hinting=none',
];

/** How Chromium is started: that of CHROME_PATH, or where Debian keeps it. */
export function launching(): LaunchOptions {
  const executablePath = process.env['CHROME_PATH'] ?? '/usr/bin/chromium';
  return { executablePath, headless: true, args: flags };
}

export const phone = { width: 360, height: 800 };
export const desktop = { width: 1440, height: 900 };

export type VisitorOptions = { size?: { width: number; height: number }; elder?: boolean };

/** How long the pages are waited for: people are patient, machines are busy. */
const PATIENCE = 60_000;

export type Scene = Instance & {
  browser: Browser;
  /** Somebody with a browser of his own: nothing shared with the others. */
  visitor: (name: string, options?: VisitorOptions) => Promise<Visitor>;
  /** Moves everybody's clock, on the server and on the pages opened from now on. */
  later: (days: number) => Promise<void>;
  /**
   * For afterEach: fails when any page of anybody had an error; pictures of all pages are kept
   * where the test had failed before.
   */
  ends: (test: { task: { result?: { state: string } } }) => Promise<void>;
};

/** An instance with a browser. Close it in afterAll. */
export async function scene(at?: string): Promise<Scene> {
  const here = await instance(at);
  const browser = await chromium.launch(launching());
  const visitors: Visitor[] = [];
  return {
    ...here,
    browser,
    visitor: async (name, options = {}) => {
      const visitor = await Visitor.begin({ name, browser, here }, options);
      visitors.push(visitor);
      return visitor;
    },
    later: async (days) => {
      here.world.clock.advance({ days });
      await Promise.all(visitors.map(({ context }) => shiftClock(context, days * 86_400_000)));
    },
    ends: async ({ task }) => {
      if (task.result?.state === 'fail') {
        const taken = await Promise.all(visitors.map((one) => one.picture().catch(() => '')));
        process.stdout.write(`${taken.filter(Boolean).join('\n')}\n`);
      }
      const faults = visitors.flatMap((one) =>
        one.faults.splice(0).map((fault) => `${one.name}：${fault}`),
      );
      expect(faults).toEqual([]);
    },
    close: async () => {
      await browser.close();
      await here.close();
    },
  };
}

/** Pages opened from now on have their clock that much ahead. */
async function shiftClock(context: BrowserContext, ms: number): Promise<void> {
  await context.addInitScript({
    content: `{
    const Before = Date;
    Date = class extends Before {
      constructor(...given) { super(...(given.length > 0 ? given : [Before.now() + ${ms}])); }
      static now() { return Before.now() + ${ms}; }
    };
  }`,
  });
}

/** A regular expression for a label at its beginning: marks like （可以不填） may follow. */
const label = (text: string): RegExp =>
  new RegExp(`^${text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(（.*）)?$`);

/** Somebody at a page. What he sees and presses is named as on the page. */
export class Visitor {
  readonly name: string;
  readonly context: BrowserContext;
  readonly page: Page;
  /** Errors of his pages so far; empty at the end of a good story. */
  readonly faults: string[] = [];
  /** Answers that a story expects and that are no fault: 409 where another was first. */
  readonly expected = new Set<number>();
  /** While true, requests may fail: the story took the network away. */
  offline = false;

  constructor(name: string, page: Page) {
    this.name = name;
    this.context = page.context();
    this.page = page;
  }

  /** Opens a browser window of his own. */
  static async begin(
    at: { name: string; browser: Browser; here: Instance },
    options: VisitorOptions,
  ): Promise<Visitor> {
    const size = options.size ?? desktop;
    const small = size.width < 600;
    const context = await at.browser.newContext({
      viewport: size,
      baseURL: at.here.url,
      locale: 'zh-CN',
      timezoneId: 'Asia/Shanghai',
      hasTouch: small,
      isMobile: small,
      deviceScaleFactor: 1,
      reducedMotion: 'reduce',
    });
    context.setDefaultTimeout(PATIENCE);
    await shiftClock(context, at.here.world.clock.offset());
    if (options.elder) {
      await context.addInitScript({ content: "localStorage.setItem('bantuo.elder', 'yes')" });
    }
    const visitor = new Visitor(at.name, await context.newPage());
    visitor.watch(visitor.page);
    return visitor;
  }

  /** Everything that goes wrong in a page is written down. */
  watch(page: Page): void {
    const fault = (text: string): void =>
      void this.faults.push(`${new URL(page.url()).pathname} ${text}`);
    page.on('pageerror', (error) => fault(`page error: ${error.stack ?? error.message}`));
    page.on('console', (message) => {
      // What a request answered is judged below, with its status.
      if (message.type() !== 'error' || message.text().startsWith('Failed to load resource'))
        return;
      fault(`console: ${message.text()}`);
    });
    page.on('requestfailed', (request) => {
      const why = request.failure()?.errorText ?? '';
      // A page that is left ends its open requests itself.
      if (this.offline || why === 'net::ERR_ABORTED') return;
      fault(`${request.method()} ${request.url()} failed: ${why}`);
    });
    page.on('response', (response) => {
      const status = response.status();
      if (status < 400 || this.expected.has(status)) return;
      fault(`${response.request().method()} ${response.url()} answered ${status}`);
    });
  }

  /** Types an address. */
  async open(address: string): Promise<void> {
    await this.page.goto(address);
  }

  /** Signs in with the demonstration's password where that is asked, and waits until it is done. */
  async signIn(account: string): Promise<void> {
    const { page } = this;
    const name = page.getByRole('textbox', { name: /^(手机号或身份证号|登录名)$/ });
    await name.fill(account);
    await page.getByRole('textbox', { name: '密码' }).fill(demoPassword);
    await this.press('登录', page.getByRole('main'));
    await page.getByRole('button', { name: '退出登录' }).waitFor();
  }

  /** A citizen signs in and goes on to an address. */
  async enter(account: string, address = '/mine'): Promise<void> {
    await this.open(`/sign-in?back=${encodeURIComponent(address)}`);
    await this.signIn(account);
  }

  /** Goes on in the name of an organisation. */
  async actFor(organisation: string): Promise<void> {
    const dialog = this.page.getByRole('dialog');
    await this.press('换身份');
    await dialog.getByRole('radio', { name: organisation }).check();
    await this.press('换身份', dialog);
    await this.sees(`以 ${organisation} 的身份办事`);
  }

  /** A button or a link by its words; the first of several on the page's main part. */
  control(name: string | RegExp, within: Page | Locator = this.page): Locator {
    const words = typeof name === 'string' ? startOf(name) : name;
    return within
      .getByRole('button', { name: words })
      .or(within.getByRole('link', { name: words }))
      .first();
  }

  /** Presses a button or follows a link. */
  async press(name: string | RegExp, within: Page | Locator = this.page): Promise<void> {
    await this.control(name, within).click();
  }

  /** Waits until these words can be read. */
  async sees(text: string | RegExp, within: Page | Locator = this.page): Promise<void> {
    await within.getByText(text).filter({ visible: true }).first().waitFor();
  }

  /** Waits until a page or dialog with this heading is there. */
  async at(heading: string | RegExp): Promise<void> {
    await this.page.getByRole('heading', { name: heading }).first().waitFor();
  }

  /** Fills in what is asked, by its label: text, a choice by its words, several by theirs. */
  async fill(
    values: Record<string, string | string[]>,
    within: Page | Locator = this.page,
  ): Promise<void> {
    for (const [name, value] of Object.entries(values)) await this.#fillOne(name, value, within);
  }

  async #fillOne(name: string, value: string | string[], within: Page | Locator): Promise<void> {
    const group = within.getByRole('group', { name: label(name) });
    const box = within.getByRole('textbox', { name: label(name) });
    const list = within.getByRole('combobox', { name: label(name) });
    await group.or(box).or(list).first().waitFor();
    if ((await list.count()) > 0) await list.selectOption({ label: String(value) });
    else if ((await box.count()) > 0) {
      await box.fill(String(value));
      await box.blur();
    } else {
      for (const one of [value].flat()) {
        const words = startOf(one);
        await group
          .getByRole('radio', { name: words })
          .or(group.getByRole('checkbox', { name: words }))
          .first()
          .check();
      }
    }
  }

  /** On to the next step of an application, which is saved by it. */
  async goOn(step: string): Promise<void> {
    await this.press(`下一步：${step}`);
    await this.page
      .getByRole('navigation', { name: '填写进度' })
      .locator('[aria-current=step]', { hasText: step })
      .waitFor();
  }

  /** Answers the question of the guide that is open. */
  async answer(words: string): Promise<void> {
    const { page } = this;
    await page
      .getByRole('radio', { name: startOf(words) })
      .first()
      .check();
    await this.press('下一题');
    await page.getByRole('listitem').getByText(words, { exact: true }).first().waitFor();
  }

  /** An officer's two keys: the first opens the page that says what will happen, the second does it. */
  async act(key: string, name: string): Promise<void> {
    const { page } = this;
    await this.control(name, page.getByRole('region', { name: '可以做的' })).waitFor();
    await page.keyboard.press(key);
    await this.at(`按下“${name}”以后`);
    await this.foresees();
    await page.keyboard.press(key);
    await this.sees(`${name}：已办好`);
  }

  /** Before an officer commits, the page has told him what will happen. */
  async foresees(): Promise<void> {
    await this.page.locator('.foreseen[aria-busy=false] dl').waitFor();
  }

  /** Hands in a file for a material, as its n-th copy. */
  async upload(
    material: string | RegExp,
    file: { name: string; mimeType: string; buffer: Buffer },
    copy = 0,
  ): Promise<void> {
    const place = this.page.getByRole('region', { name: material });
    await place
      .getByLabel(/^选择文件/)
      .nth(copy)
      .setInputFiles(file);
    await place.getByRole('link', { name: file.name }).nth(0).waitFor();
  }

  /** A picture of the page for who looks into a failure. Gives its path. */
  async picture(): Promise<string> {
    const file = path.join(
      fs.mkdtempSync(path.join(os.tmpdir(), 'bantuo-story-')),
      `${this.name}.png`,
    );
    await this.page.screenshot({ path: file, fullPage: true });
    return file;
  }
}

function startOf(words: string): RegExp {
  return new RegExp(`^${words.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}`);
}
