import { codeToHtml, type BundledLanguage } from 'shiki';
import { codeStyle } from './code-theme.ts';

/** The program as highlighted HTML, `<pre class="code"><code>…`, in the site's one theme for light and dark. */
export function highlightCode(code: string, language: string): Promise<string> {
  return codeToHtml(code.replace(/\n$/, ''), { lang: language as BundledLanguage, ...codeStyle });
}
