/**
 * Progress for anything over a second: bars that redraw in a terminal, one line per tenth elsewhere, so that logs stay
 * readable.
 */
import cliProgress from 'cli-progress'
import type { Terminal } from './terminal.ts'

export type Progress = {
  /** Reports a task; `total` in the same unit as `done`: bytes without one. */
  update(name: string, done: number, total: number, unit?: ProgressUnit): void
  /** Shows that a step without measurable progress began; the one before is done. */
  step(text: string): void
  /** Ends the display; the last step is done. */
  stop(): void
  /** Ends the display of a step that does not count as done. */
  abandon(): void
}

export type ProgressUnit = 'bytes' | 'items'

const nameColumns = 30

/** Milliseconds between two frames of the spinner. */
const spinnerMs = 120
const spinnerFrames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏']

/** Creates a progress display on standard error. */
export function createProgress(terminal: Terminal, err: NodeJS.WritableStream, now: () => number): Progress {
  return terminal.live ? liveProgress(terminal, err, now) : plainProgress(err)
}

function liveProgress(terminal: Terminal, err: NodeJS.WritableStream, now: () => number): Progress {
  const { dim, green, cyan } = terminal.colours
  const bars = new Map<string, cliProgress.SingleBar>()
  let group: cliProgress.MultiBar | undefined
  let running: { readonly text: string; readonly startedAt: number; readonly timer: NodeJS.Timeout } | undefined
  const seconds = (startedAt: number): string => dim(`${((now() - startedAt) / 1000).toFixed(1)} s`)
  const endBars = (): void => {
    group?.stop()
    group = undefined
    bars.clear()
  }
  const endStep = (isDone: boolean): void => {
    if (running === undefined) return
    clearInterval(running.timer)
    err.write(isDone ? `\r\x1b[K  ${green('✓')} ${running.text} ${seconds(running.startedAt)}\n` : '\r\x1b[K')
    running = undefined
  }
  const end = (isDone: boolean): void => {
    endBars()
    endStep(isDone)
  }
  return {
    update(name, done, total, unit = 'bytes') {
      endStep(true)
      group ??= new cliProgress.MultiBar(
        {
          stream: err,
          format: `  {name} ${cyan('{bar}')} {percentage}% {doneText}/{totalText} {eta_formatted}`,
          barCompleteChar: '█',
          barIncompleteChar: '░',
          barsize: 24,
          hideCursor: true,
        },
        cliProgress.Presets.shades_classic,
      )
      const payload = {
        name: name.padEnd(nameColumns).slice(0, nameColumns),
        doneText: amountText(done, unit),
        totalText: amountText(total, unit),
      }
      const bar = bars.get(name) ?? group.create(total, 0, payload)
      bars.set(name, bar)
      bar.update(done, payload)
    },
    step(text) {
      end(true)
      const startedAt = now()
      let frame = 0
      const draw = (): void => {
        const mark = cyan(spinnerFrames[frame++ % spinnerFrames.length] ?? '')
        err.write(`\r\x1b[K  ${mark} ${text} ${seconds(startedAt)}`)
      }
      draw()
      running = { text, startedAt, timer: setInterval(draw, spinnerMs).unref() }
    },
    stop: () => end(true),
    abandon: () => end(false),
  }
}

function plainProgress(err: NodeJS.WritableStream): Progress {
  const tenths = new Map<string, number>()
  return {
    update(name, done, total, unit = 'bytes') {
      const tenth = Math.floor((done / Math.max(total, 1)) * 10)
      if (tenths.get(name) === tenth) return
      tenths.set(name, tenth)
      err.write(`  ${name} ${tenth * 10} % of ${amountText(total, unit)}\n`)
    },
    step(text) {
      err.write(`  ${text}\n`)
    },
    stop: () => tenths.clear(),
    abandon: () => tenths.clear(),
  }
}

function amountText(amount: number, unit: ProgressUnit): string {
  return unit === 'items' ? String(amount) : megabytes(amount)
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0)} MB`
}
