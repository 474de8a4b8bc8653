/** Puts an app on its page, with what every app needs around it. */
import { QueryClientProvider } from '@tanstack/react-query';
import { Component, StrictMode, type ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import { elderChoice, showElder } from './device.ts';
import { makeQueryClient } from './queries.ts';
import { t } from './texts/index.ts';
import { Button } from './ui/Button.tsx';
import { Says } from './ui/says.tsx';

/** Draws the app into #app and turns on the larger face where this device remembers it. */
export function mount(app: ReactNode): void {
  const place = document.getElementById('app');
  if (place === null) throw new Error('the page has no #app');
  if (elderChoice() === true) showElder(true);
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
