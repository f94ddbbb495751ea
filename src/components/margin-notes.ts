/**
 * Takes the margin notes out of a rendered block of text, so that they can stand beside it: HTML does not let a
 * paragraph contain the paragraphs of a note. `Correction.astro` wraps each note in `<margin-note>` for this.
 */
export function separateNotes(html: string): { text: string; notes: string } {
  const notes: string[] = [];
  const text = html.replace(/<margin-note>([\s\S]*?)<\/margin-note>/g, (_, note: string) => {
    notes.push(note);
    return '';
  });
  return { text, notes: notes.join('') };
}
