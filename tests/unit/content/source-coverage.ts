/** What a page of the source text consists of, besides its programs. */
export interface SourceUnit {
  kind: 'title' | 'heading' | 'sentence' | 'bullet' | 'table cell';
  text: string;
}

/** Cuts a page of the source text into the pieces that none of may be lost. Programs are left out: they are shown whole. */
export function sourceUnits(page: string): SourceUnit[] {
  const [titleLine = '', ...rest] = page.replace(/^```[\s\S]*?^```$/gm, '').split('\n');
  const title: SourceUnit = { kind: 'title', text: titleLine.replace(/^Page \d: /, '') };
  const lines = rest.map((line) => line.trim()).filter((line) => line !== '');
  return [title, ...lines.flatMap(unitsOfLine)].map(({ kind, text }) => ({ kind, text: plain(text) }));
}

/** What of the source is neither in the chapter nor quoted by one of its corrections. */
export function lostUnits(
  page: string,
  chapter: { title: string; body: string },
  quotes: string[],
): SourceUnit[] {
  const headings = [...chapter.body.matchAll(/^#{2,3} (.*)$/gm)].map((match) => plain(match[1] ?? ''));
  const cells = [...chapter.body.matchAll(/^\|(.*)\|$/gm)].flatMap((row) =>
    (row[1] ?? '').split('|').map(plain),
  );
  const prose = plain(chapter.body);
  const quoted = quotes.map(plain);

  const isKept = ({ kind, text }: SourceUnit): boolean => {
    if (kind === 'title') return text === chapter.title;
    if (kind === 'heading') return headings.includes(text);
    if (kind === 'table cell') return cells.includes(text);
    return prose.includes(text);
  };
  return sourceUnits(page).filter(
    (unit) => !isKept(unit) && !quoted.some((quote) => quote.includes(unit.text)),
  );
}

/** The headings of the source, in order. */
export function sourceHeadings(page: string): string[] {
  return sourceUnits(page)
    .filter(({ kind }) => kind === 'heading')
    .map(({ text }) => text);
}

/** Text as a reader sees it: no components, no markup, and one space wherever there is white space. */
export function plain(markup: string): string {
  return markup
    .replace(/<[^>]*>/g, '')
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/[*`]/g, '')
    .replace(/^#+ /gm, '')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/:$/, '');
}

function unitsOfLine(line: string): SourceUnit[] {
  if (line.includes('\t')) return line.split('\t').map((text) => ({ kind: 'table cell', text }));
  // Page 5 numbers its bullets as well.
  if (line.startsWith('- ')) return [{ kind: 'bullet', text: line.replace(/^- (\d\. )?/, '') }];
  if (!/[.!:]$/.test(line)) return [{ kind: 'heading', text: line }];
  return line.split(/(?<=[.!?]) +(?=[A-Z])/).map((text) => ({ kind: 'sentence', text }));
}
