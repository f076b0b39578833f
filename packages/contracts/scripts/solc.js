#!/usr/bin/env node
/**
 * The Solidity compiler as forge expects to find it: a program that answers `--version` and `--standard-json`.
 *
 * Behind it is solc from npm (WebAssembly), so no compiler is fetched. Plain JavaScript, for forge starts it with
 * whichever `node` stands first on PATH. Sources arrive whole in the standard JSON; no import is looked up on disk.
 *
 * forge names a file outside the project by its absolute path where another such file imports it, and relative to the
 * project where a remapping led to it. The native compiler finds either on disk; here all are made relative, so that
 * one file has one name, and the names forge gave are put back into the answer.
 */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { isAbsolute, relative } from 'node:path'

if (process.argv.includes('--standard-json')) {
  process.stdout.write(JSON.stringify(compile(JSON.parse(readFileSync(0, 'utf8')))))
} else {
  const version = loadCompiler().version().replace('.Emscripten.clang', '.Linux.g++')
  process.stdout.write(`solc, the solidity compiler commandline interface\nVersion: ${version}\n`)
}

function compile(input) {
  const forgeNames = new Map()
  for (const name of Object.keys(input.sources)) forgeNames.set(toRelative(name), name)
  const output = JSON.parse(
    loadCompiler().compile(
      JSON.stringify({
        ...input,
        sources: renameKeys(input.sources, toRelative),
        settings: { ...input.settings, outputSelection: renameKeys(input.settings.outputSelection, toRelative) },
      }),
    ),
  )
  const toForge = (name) => forgeNames.get(name) ?? name
  for (const error of output.errors ?? []) {
    if (error.sourceLocation) error.sourceLocation.file = toForge(error.sourceLocation.file)
  }
  return {
    ...output,
    ...(output.sources && { sources: renameKeys(output.sources, toForge) }),
    ...(output.contracts && { contracts: renameKeys(output.contracts, toForge) }),
  }
}

function toRelative(name) {
  return isAbsolute(name) ? relative(process.cwd(), name) : name
}

function renameKeys(record, rename) {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [rename(name), value]))
}

function loadCompiler() {
  return createRequire(import.meta.url)('solc')
}
