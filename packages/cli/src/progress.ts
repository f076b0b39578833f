/**
 * Progress for anything over a second: bars that redraw in a terminal, one line per tenth elsewhere, so that logs stay
 * readable.
 */
import cliProgress from 'cli-progress'
import type { Terminal } from './terminal.ts'

export type Progress = {
  /** Reports a task; `total` in the same unit as `done`. */
  update(name: string, done: number, total: number): void
  /** Shows that a step without measurable progress began. */
  step(text: string): void
  stop(): void
}

const nameColumns = 30

/** Creates a progress display on standard error. */
export function createProgress(terminal: Terminal, err: NodeJS.WritableStream): Progress {
  return terminal.live ? liveProgress(terminal, err) : plainProgress(err)
}

function liveProgress(terminal: Terminal, err: NodeJS.WritableStream): Progress {
  const bars = new Map<string, cliProgress.SingleBar>()
  let group: cliProgress.MultiBar | undefined
  const stop = (): void => {
    group?.stop()
    group = undefined
    bars.clear()
  }
  return {
    update(name, done, total) {
      group ??= new cliProgress.MultiBar(
        {
          stream: err,
          format: `  {name} ${terminal.colours.cyan('{bar}')} {percentage}% {doneText}/{totalText} {eta_formatted}`,
          barCompleteChar: '█',
          barIncompleteChar: '░',
          barsize: 24,
          hideCursor: true,
        },
        cliProgress.Presets.shades_classic,
      )
      const payload = {
        name: name.padEnd(nameColumns).slice(0, nameColumns),
        doneText: megabytes(done),
        totalText: megabytes(total),
      }
      const bar = bars.get(name) ?? group.create(total, 0, payload)
      bars.set(name, bar)
      bar.update(done, payload)
    },
    step(text) {
      stop()
      err.write(`  ${terminal.colours.dim(text)}\n`)
    },
    stop,
  }
}

function plainProgress(err: NodeJS.WritableStream): Progress {
  const tenths = new Map<string, number>()
  return {
    update(name, done, total) {
      const tenth = Math.floor((done / Math.max(total, 1)) * 10)
      if (tenths.get(name) === tenth) return
      tenths.set(name, tenth)
      err.write(`  ${name} ${tenth * 10} % of ${megabytes(total)}\n`)
    },
    step(text) {
      err.write(`  ${text}\n`)
    },
    stop: () => tenths.clear(),
  }
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0)} MB`
}
