/** Two pages, hashed files, nothing inline: what the server's content security policy asks for. */
import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

/** A path of this repository, wherever the command was started. */
const here = (path: string): string => resolve(import.meta.dirname, path);

/** While developing, does what the server does: any path that is no file is one of the two apps. */
function pages(): Plugin {
  return {
    name: 'bantuo-pages',
    configureServer(server) {
      server.middlewares.use((request, _response, next) => {
        const path = (request.url ?? '/').split('?')[0] ?? '/';
        const app = /^\/workbench(\/|$)/.test(path) ? 'workbench' : 'citizen';
        const isFile = /\.[a-z0-9]+$/i.test(path) || /^\/(@|node_modules|api\/)/.test(path);
        if (!isFile) request.url = `/${app}/index.html`;
        next();
      });
    },
  };
}

export default defineConfig({
  root: here('web'),
  base: '/',
  appType: 'mpa',
  plugins: [react(), pages()],
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: {
        citizen: here('web/citizen/index.html'),
        workbench: here('web/workbench/index.html'),
      },
    },
  },
  server: { proxy: { '/api': process.env.BANTUO_API ?? 'http://127.0.0.1:8080' } },
});
