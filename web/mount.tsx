/** Puts an app on its page, with what every app needs around it. */
import { QueryClientProvider } from '@tanstack/react-query';
import { Component, StrictMode, type ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import { elderChoice, showElder } from './device.ts';
import { makeQueryClient } from './queries.ts';
import { bring, t } from './texts/index.ts';
import { lang } from './texts/language.ts';
import { Button } from './ui/Button.tsx';
import { Says } from './ui/says.tsx';

/**
 * Draws the app into #app in the language of the page (`more` brings words of its own) and turns on the
 * larger face where this device remembers it.
 */
export async function mount(app: ReactNode, more?: () => Promise<void>): Promise<void> {
  const place = document.getElementById('app');
  if (place === null) throw new Error('the page has no #app');
  if (elderChoice() === true) showElder(true);
  document.documentElement.lang = lang === 'en' ? 'en' : 'zh-CN';
  // Without its words a page in English is still a page: in Chinese.
  await Promise.all([bring(), more?.()]).catch(() => undefined);
  createRoot(place).render(
    <StrictMode>
      <QueryClientProvider client={makeQueryClient()}>
        <Catch>{app}</Catch>
        <Says />
      </QueryClientProvider>
    </StrictMode>,
  );
}

/** A page that broke is said in words; a part that a new release replaced is fetched by a reload. */
class Catch extends Component<{ children: ReactNode }, { broken: boolean }> {
  override state = { broken: false };

  static getDerivedStateFromError() {
    return { broken: true };
  }

  override render() {
    if (!this.state.broken) return this.props.children;
    return (
      <main className="wrap page stack" role="alert">
        <h1>{t('problem.title')}</h1>
        <p>{t('problem.page')}</p>
        <Button onClick={() => location.reload()}>{t('problem.reload')}</Button>
      </main>
    );
  }
}
