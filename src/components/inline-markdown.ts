import { createSatteriMarkdownProcessor } from '@astrojs/markdown-satteri';

const processor = createSatteriMarkdownProcessor();

/** One paragraph of Markdown from the data files (a definition, a correction) as HTML, without the paragraph around it. */
export async function inlineMarkdown(markdown: string): Promise<string> {
  const { code } = await (await processor).render(markdown);
  return code.trim().replace(/^<p>([\s\S]*)<\/p>$/, '$1');
}
