import { namedPathsExist } from './named-paths.ts'
import {
  declaredImports,
  drawnPackages,
  environmentInOnePlace,
  layeredImports,
  layeredManifests,
  namedExports,
  noAny,
  noEmptyCatch,
  noMachinePaths,
  noRegistryHosts,
  type Rule,
  shortFiles,
} from './rules.ts'
import { codesAreFound, codesHaveHints, limitsAreExplained, tablesAreFresh } from './tables.ts'

/** Each rule by the sentence it holds the repository to. */
export const allRules: Readonly<Record<string, Rule>> = {
  'every package stands in the drawing': drawnPackages,
  'package.json files depend downward only': layeredManifests,
  'source imports downward only': layeredImports,
  'every import is declared': declaredImports,
  'the environment is read in one place': environmentInOnePlace,
  'no catch is empty': noEmptyCatch,
  'nothing is any': noAny,
  'exports are named': namedExports,
  'source files are short': shortFiles,
  'no registry host is written down': noRegistryHosts,
  'no path of one machine is written down': noMachinePaths,
  'every path that a document names exists': namedPathsExist,
  'docs/errors.md and docs/limits.md are what the source says': tablesAreFresh,
  'no error code is overlooked': codesAreFound,
  'every error code has a hint': codesHaveHints,
  'every limit is explained': limitsAreExplained,
}
