import { openHost, preloadHost, type OutputChunk, type Program, type Run } from '#runtime/client/host.ts';
import { site, type HostName } from '#site';
import { chosenHost, chooseHost } from './chosen-host.ts';
import { compareWithRecording } from './compare-with-recording.ts';
import { createInputLine, readsStandardInput } from './input-line.ts';
import { isSame, KeptEdits, pageStorage, type Files } from './kept-edits.ts';
import { createRemark, OutputPanel } from './output/output-panel.ts';
import { ProgramRunner } from './program-runner.ts';
import { rememberPython } from './python-history.ts';
import { pythonWarmth } from './python-warmth.ts';
import { isActive, isStoppable, type Failure, type RunState } from './run-state.ts';
import { SourceFiles } from './source-files.ts';
import { showStatus } from './show-status.ts';
import { UndoButton } from './undo-button.ts';

/** What a playground does once its reader acts: it runs, stops, edits, resets, and keeps what was written. */
export class PlaygroundSession {
  readonly #element: HTMLElement;
  readonly #sources: SourceFiles;
  readonly #kept: KeptEdits;
  readonly #panel: OutputPanel;
  readonly #reset: UndoButton;
  readonly #runner = new ProgramRunner({
    onState: (state) => this.#showState(state),
    onStart: (run, notice) => this.#showStart(run, notice),
    onOutput: (chunks, atMs) => this.#showOutput(chunks, atMs),
  });
  /** The files as the current run has them. */
  #running: Files = {};
  /** Our own change of the files is no edit that overtakes the offer to undo it. */
  #isReplacing = false;

  /** Takes over a `<code-playground>` that has controls. */
  constructor(element: HTMLElement) {
    this.#element = element;
    const sections = element.querySelectorAll<HTMLElement>('.pg-file');
    this.#sources = new SourceFiles([...sections], () => this.#onEdit());
    this.#kept = new KeptEdits(pageStorage(), this.#data('example'), this.#data('version'));
    this.#panel = new OutputPanel(this.#part('.pg-controls'));
    this.#reset = new UndoButton(this.#part('[data-do=reset]'), () => this.#resetFiles());
    void this.#restoreEdits();
  }

  /** Prepares a run, so that the press of Run need not wait for it. */
  preload(): void {
    preloadHost(this.#host, this.#command, site.bootTimeoutMs);
  }

  /** Boots what the embedded host needs: a finger that goes down on Run takes a while to come up. */
  boot(): void {
    if (this.#host !== 'embedded') return;
    openHost(this.#host, site.bootTimeoutMs, this.#command).catch(() => undefined); // The run will say what is wrong.
  }

  /** Opens a file for editing, with the cursor at a point of the viewport. */
  edit(path: string, point?: { x: number; y: number }): Promise<void> {
    return this.#sources.edit(path, point);
  }

  /** A file's text as it is now. */
  textOf(path: string): string | undefined {
    return this.#sources.current[path];
  }

  /** Runs the program, unless it runs already. */
  run(): Promise<void> {
    if (isActive(this.#runner.state)) return Promise.resolve();
    pythonWarmth.end();
    this.#running = this.#sources.current;
    const program: Program = {
      directory: this.#data('example'),
      command: this.#command,
      args: [this.#data('entry')],
      files: this.#running,
    };
    return this.#runner.run(() => openHost(this.#host, site.bootTimeoutMs, this.#command), program);
  }

  /** Ends the program. */
  stop(): Promise<void> {
    return this.#runner.stop();
  }

  #showState(state: RunState): void {
    this.#element.dataset['state'] = state.kind;
    this.#part('[data-do=run]').ariaDisabled = String(isActive(state));
    this.#part('[data-do=stop]').ariaDisabled = String(!isStoppable(state));
    showStatus(this.#part('.pg-status'), state);
    if (state.kind === 'booting') this.#panel.clearRemarks();
    if (!isActive(state)) this.#panel.settle();
    if (state.kind === 'running' && this.#command === 'python3') rememberPython();
    if (state.kind === 'finished') this.#showComparison();
    if (state.kind === 'failed') this.#showFailure(state);
  }

  #showStart(run: Run, notice: string | undefined): void {
    this.#panel.start();
    this.#part<HTMLDetailsElement>('.pg-recorded').open = false;
    if (notice !== undefined) this.#panel.remark(notice);
    if (this.#element.dataset['stdin'] === undefined && !readsStandardInput(this.#running)) return;
    this.#panel.showInput(
      createInputLine({
        recorded: this.#element.dataset['stdin'],
        onLine: (line) => {
          this.#panel.append([{ source: 'stdin', text: `${line}\n` }], this.#runner.elapsedMs);
          run.write(`${line}\n`);
        },
        onEnd: () => {
          this.#panel.showInput(undefined);
          run.endInput();
        },
      }),
    );
  }

  #showOutput(chunks: readonly OutputChunk[], atMs: number): void {
    this.#panel.append(
      chunks.map(({ stream, text }) => ({ source: stream, text })),
      atMs,
    );
  }

  /** Says how the run compares with the recording, as long as the program is the one that was recorded. */
  #showComparison(): void {
    const actual = this.#panel.wholeOutput;
    if (actual === undefined || !isSame(this.#running, this.#sources.originals)) return;
    const { order, mask } = this.#element.dataset;
    const expected = this.#part('.pg-expected').textContent;
    this.#panel.remark(compareWithRecording({ order, mask, expected, actual }));
  }

  /** The reader is never left with nothing: the reason, a remedy, the other host, and the recorded output. */
  #showFailure({ reason, remedy, isHostUnavailable }: Failure): void {
    this.#part<HTMLDetailsElement>('.pg-recorded').open = true;
    const runOnStackBlitz = {
      label: 'Run on StackBlitz',
      act: () => {
        chooseHost('stackblitz');
        void this.run();
      },
    };
    const text = `${reason} ${remedy} The output below was recorded.`;
    const offersStackBlitz = isHostUnavailable && this.#command === 'node' && chosenHost() === 'embedded';
    this.#panel.remark(text, offersStackBlitz ? runOnStackBlitz : undefined);
  }

  #onEdit(): void {
    const { current, originals } = this.#sources;
    const isEdited = !isSame(current, originals);
    const isKept = this.#kept.keep(current, originals);
    if (!this.#isReplacing) this.#reset.forget();
    this.#part('[data-do=reset]').hidden = !isEdited && !this.#reset.offersUndo;
    this.#part('.pg-edited').replaceChildren(...(isEdited ? describeEdits(isKept) : []));
  }

  #resetFiles(): () => void {
    const edited = this.#sources.current;
    const replace = async (files: Files): Promise<void> => {
      this.#isReplacing = true;
      await this.#sources.replace(files);
      this.#isReplacing = false;
    };
    void replace(this.#sources.originals);
    return () => void replace(edited);
  }

  async #restoreEdits(): Promise<void> {
    const kept = this.#kept.read();
    if (!kept) return;
    if (kept.isCurrent) {
      await this.#sources.replace(kept.files);
      return;
    }
    const note = createRemark('This example has changed since you edited it. Your version is kept.', {
      label: 'Show my version',
      act: () => {
        note.remove();
        void this.#sources.replace(kept.files).then(() => this.#sources.edit(this.#data('entry')));
      },
    });
    note.classList.add('pg-note');
    this.#part('.pg-files').after(note);
  }

  get #command(): Program['command'] {
    return this.#data('runtime') === 'python' ? 'python3' : 'node';
  }

  /** Only the page's own host has a Python with threads (decision 0028). */
  get #host(): HostName {
    return this.#command === 'python3' ? 'embedded' : chosenHost();
  }

  #data(name: string): string {
    return this.#element.dataset[name] ?? '';
  }

  #part<Part extends HTMLElement = HTMLElement>(selector: string): Part {
    const part = this.#element.querySelector<Part>(selector);
    if (!part)
      throw new Error(`Cannot start the playground "${this.#data('example')}": it has no "${selector}".`);
    return part;
  }
}

/** Where the edits are kept, which a narrow playground has no room to say. */
function describeEdits(isKept: boolean): (string | Node)[] {
  if (!isKept) return ['Edited'];
  const where = document.createElement('span');
  where.className = 'pg-where';
  where.textContent = ' in this browser';
  return ['Edits kept', where];
}
