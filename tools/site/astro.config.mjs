import { readFileSync } from 'node:fs';
import starlight from '@astrojs/starlight';
import { defineConfig, passthroughImageService } from 'astro/config';

// Written by scripts/site.ts beside the pages: what the sidebar has, and where the site is served.
const { site, base, repository, sidebar } = JSON.parse(
  readFileSync(new URL('./src/site.json', import.meta.url), 'utf8'),
);

export default defineConfig({
  site,
  base,
  image: { service: passthroughImageService() },
  markdown: { smartypants: false },
  integrations: [
    starlight({
      title: 'Rollcall',
      description: 'GitHub Actions for repositories that hold many services deployed by Argo CD.',
      social: [{ icon: 'github', label: 'GitHub', href: repository }],
      sidebar,
      customCss: ['./src/site.css'],
      // Code as it is written: no picture of a window around it, and nothing that is cut off at the right.
      expressiveCode: { defaultProps: { wrap: true, overridesByLang: { 'sh,console': { frame: 'none' } } } },
    }),
  ],
});
