import { PassThrough } from 'node:stream'
import { expect, test } from 'vitest'
import { createProgress } from './progress.ts'
import { createTerminal, withoutControls } from './terminal.ts'

function streams(isTTY = false) {
  const texts = { out: '', err: '' }
  const stream = (name: 'out' | 'err') => {
    const pass = Object.assign(new PassThrough(), { isTTY })
    pass.on('data', (data: Buffer) => {
      texts[name] += data.toString()
    })
    return pass
  }
  return { out: stream('out'), err: stream('err'), texts }
}

test('with --json standard output carries one JSON value, and words go to standard error', () => {
  const { texts, ...both } = streams()
  const terminal = createTerminal(both, { json: true, colours: false })
  terminal.line('words')
  terminal.table(['a'], [['1']])
  terminal.result({ amount: 10n ** 30n, list: [1n] })
  expect(texts.out).toBe(`{"amount":"1${'0'.repeat(30)}","list":["1"]}\n`)
  expect(texts.err).toBe('words\na\n1\n')
})

test('without it standard output carries words alone', () => {
  const { texts, ...both } = streams()
  const terminal = createTerminal(both, { json: false, colours: false })
  terminal.line('words')
  terminal.result({ amount: 1n })
  expect(texts).toEqual({ out: 'words\n', err: '' })
})

test('an answer cannot steer the terminal', () => {
  expect(withoutControls('a\x1b]52;c;aGk=\x07b\r\x9b2Jc\n\td é 🙂')).toBe('a]52;c;aGk=b2Jc\n\td é 🙂')
})

test('tables align amounts on the right, words on the left, and end no line in blanks', () => {
  const { texts, ...both } = streams()
  const terminal = createTerminal(both, { json: false, colours: false })
  terminal.table(
    ['who', 'moved', 'note'],
    [
      ['you', '-0.00004 tUSD', ''],
      ['alder', '+12 tUSD', 'paid'],
    ],
  )
  expect(texts.out).toBe(
    ['who            moved  note', 'you    -0.00004 tUSD', 'alder       +12 tUSD  paid', ''].join('\n'),
  )
})

test('colours are there or not, and never change the words', () => {
  const shown = (colours: boolean) => {
    const { texts, ...both } = streams()
    const terminal = createTerminal(both, { json: false, colours })
    terminal.line(terminal.colours.bold(terminal.colours.red('stop')))
    terminal.table(['head'], [['cell']])
    return texts.out
  }
  expect(shown(false)).toBe('stop\nhead\ncell\n')
  expect(shown(true)).toContain('\x1b[')
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are control characters
  expect(shown(true).replace(/\x1b\[\d+m/g, '')).toBe(shown(false))
})

test('progress without a terminal is one line a tenth', () => {
  const { texts, ...both } = streams()
  const progress = createProgress(createTerminal(both, { json: false, colours: false }), both.err, () => 0)
  progress.step('starting the chain')
  for (let done = 0; done <= 1000; done++) progress.update('model.gguf', done * 1e5, 1e8)
  progress.stop()
  const lines = texts.err.trimEnd().split('\n')
  expect(lines).toHaveLength(12)
  expect([lines[0], lines[1], lines[11]]).toEqual([
    '  starting the chain',
    '  model.gguf 0 % of 100 MB',
    '  model.gguf 100 % of 100 MB',
  ])
  expect(texts.err).not.toContain('\x1b')
})

test('progress in a terminal redraws one line a step, marks it done with its time, and leaves none undone', () => {
  const { texts, ...both } = streams(true)
  let now = 0
  const progress = createProgress(createTerminal(both, { json: false, colours: false }), both.err, () => now)
  progress.step('one')
  now = 1500
  progress.step('two')
  progress.abandon()
  // What a terminal shows of it: carriage returns overwrite.
  const shown = texts.err.split('\n').map((line) => line.split('\r\x1b[K').at(-1))
  expect(shown).toEqual(['  ✓ one 1.5 s', ''])
})
