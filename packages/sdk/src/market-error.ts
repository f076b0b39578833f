/** The errors of the market: nothing on offer will do, nobody goes on, no price or place is agreed. */
import type { ExclusionCounts, Relaxation } from '@millrace/matching'
import { type Address, type Finish, MillraceError, type Prices } from '@millrace/protocol'
import { describeError, ProviderError, plainLine } from './buyer-error.ts'
import type { Choice } from './choice.ts'

export class ModelNotOfferedError extends MillraceError {
  override readonly name = 'ModelNotOfferedError'

  constructor(model: string, offered: readonly string[]) {
    super({
      code: 'MODEL_NOT_OFFERED',
      message: `No provider that was reached offers the model ${plainLine(model)}.`,
      hint:
        offered.length === 0
          ? 'No provider offers any model now: check that providers are up.'
          : `Ask for one of: ${offered.join(', ')}.`,
      retryable: offered.length === 0,
    })
  }
}

export class ModelAmbiguousError extends MillraceError {
  override readonly name = 'ModelAmbiguousError'

  constructor(model: string, roots: readonly string[]) {
    super({
      code: 'MODEL_AMBIGUOUS',
      message: `Providers offer ${roots.length} different models under the name ${plainLine(model)}.`,
      hint: `Ask by root: one of ${roots.join(', ')}.`,
      retryable: false,
    })
  }
}

/** Offers of the model exist, but none will do. `why` says what each lacks. */
export class NoOfferError extends MillraceError {
  override readonly name = 'NoOfferError'
  readonly why: Choice
  /** How many offers each constraint excluded. */
  readonly exclusions: ExclusionCounts
  /** The smallest change of the ask that would match. */
  readonly relaxation: Relaxation | undefined

  constructor(
    model: string,
    why: Choice,
    retryable: boolean,
    counts?: { readonly excluded: ExclusionCounts; readonly relaxation: Relaxation | undefined },
  ) {
    super({
      code: 'NO_OFFER',
      message: `No offer of ${plainLine(model)} will do: ${why.excluded.map(({ reason }) => reason).join(' ')}`,
      hint: 'Relax what excludes the offers (price cap, provider, length), or try again later.',
      retryable,
    })
    this.why = why
    this.exclusions = counts?.excluded ?? {}
    this.relaxation = counts?.relaxation
  }
}

/** Every provider that was tried failed, each in its own way. */
export class ProvidersExhaustedError extends MillraceError {
  override readonly name = 'ProvidersExhaustedError'
  readonly errors: readonly MillraceError[]

  constructor(errors: readonly MillraceError[]) {
    super({
      code: 'PROVIDERS_EXHAUSTED',
      message: `All ${errors.length} tries failed: ${errors.map(describeError).join(' | ')}`,
      hint: 'Try again later, or add providers.',
      retryable: errors.some(({ retryable }) => retryable),
      cause: errors[0],
    })
    this.errors = errors
  }
}

/** Too few could tell whether the provider's answers are what they are sold as. */
export class AuditorsTooFewError extends ProviderError {
  override readonly name = 'AuditorsTooFewError'

  constructor(node: Address, { found, wanted, build }: { found: number; wanted: number; build: string | undefined }) {
    const of =
      build === undefined
        ? 'The offer names no build, so nobody'
        : `Of build ${build}, ${found === 0 ? 'no auditor' : found}`
    super(node, {
      code: 'AUDITORS_TOO_FEW',
      message: `${of} on the roll could judge answers of ${node}; this ask needs ${wanted}.`,
      hint: 'Ask another provider, or under policy trust, or with a lower auditorsMin. Nothing was paid.',
      retryable: false,
    })
  }
}

/** The court knows no rate for the token, so no stake can pay for what is bought in it. */
export class TokenUncoveredError extends MillraceError {
  override readonly name = 'TokenUncoveredError'

  constructor(token: Address) {
    super({
      code: 'TOKEN_UNCOVERED',
      message: `The court knows no rate for the token ${token}: no stake stands for work that is paid in it.`,
      hint: 'Ask under policy trust, or pay in a token that the court knows a rate of. Nothing was paid.',
      retryable: false,
    })
  }
}

/** The provider ended the answer before it was whole, with a receipt for what it delivered. */
export class ProviderEndedError extends ProviderError {
  override readonly name = 'ProviderEndedError'
  /** Whether it was work that may be taken back, and the notice for that was given in time. */
  readonly isAnnounced: boolean

  /** @param isAnnounced - see the field. */
  constructor(node: Address, finish: Finish, isAnnounced: boolean) {
    const lack = finish === 'preempted' && !isAnnounced ? ', without the notice that spot work gets' : ''
    super(node, {
      code: 'PROVIDER_ENDED_EARLY',
      message: `The provider ${node} ended its part early: ${finish}${lack}.`,
      hint: 'Ask again; what was delivered was paid for.',
      retryable: true,
    })
    this.isAnnounced = isAnnounced
  }
}

/** The provider was slower than the ask allows, and another could take over. */
export class ProviderSlowError extends ProviderError {
  override readonly name = 'ProviderSlowError'

  constructor(node: Address) {
    super(node, {
      code: 'PROVIDER_TOO_SLOW',
      message: `The provider ${node} over-ran the time that the ask allows, so another goes on.`,
      hint: 'Allow more time, or ask for providers that are faster.',
      retryable: true,
    })
  }
}

/** Of two providers asked for one answer, the other delivered first. */
export class HedgeLostError extends ProviderError {
  override readonly name = 'HedgeLostError'

  constructor(node: Address) {
    super(node, {
      code: 'HEDGE_LOST',
      message: `Another provider delivered before ${node}, which was asked at the same time.`,
      hint: 'Nothing is wrong: what it did until then was paid for.',
      retryable: true,
    })
  }
}

/** No price within the buyer's limit was agreed in the rounds there are. */
export class NegotiationFailedError extends ProviderError {
  override readonly name = 'NegotiationFailedError'

  constructor(node: Address, limit: Prices, counter: Prices | undefined) {
    const asked = counter === undefined ? 'nothing' : `${counter.inputPrice} in and ${counter.outputPrice} out`
    super(node, {
      code: 'NEGOTIATION_FAILED',
      message: `The provider ${node} asks ${asked} at last, but at most ${limit.inputPrice} in and ${limit.outputPrice} out are paid.`,
      hint: 'Raise the limit, or ask when the provider is less busy.',
      retryable: true,
    })
  }
}

/** The slots are held, but not for now. */
export class ReservationNotDueError extends ProviderError {
  override readonly name = 'ReservationNotDueError'

  constructor(node: Address, startsAt: bigint) {
    super(node, {
      code: 'RESERVATION_EARLY',
      message: `The slots at the provider ${node} are held from Unix second ${startsAt} on.`,
      hint: 'Wait until then, or ask without the reservation.',
      retryable: true,
    })
  }
}

/** No offer at the price came in time. Nothing was asked of anyone. */
export class StandingOrderExpiredError extends MillraceError {
  override readonly name = 'StandingOrderExpiredError'

  constructor(model: string, until: number) {
    super({
      code: 'STANDING_ORDER_EXPIRED',
      message: `No offer of ${plainLine(model)} at that price came until ${new Date(until).toISOString()}.`,
      hint: 'Raise the price, or let the order stand for longer.',
      retryable: true,
    })
  }
}

export class StandingOrdersFullError extends MillraceError {
  override readonly name = 'StandingOrdersFullError'

  constructor(most: number) {
    super({
      code: 'STANDING_ORDERS_FULL',
      message: `At most ${most} orders stand at a time.`,
      hint: 'Cancel some, or wait until they are filled.',
      retryable: true,
    })
  }
}
