/** A claim that does not hold, told in one line with what was expected and what was found. */
export class CheckFailed extends Error {
  override readonly name = 'CheckFailed';
}

/** A claim that cannot be looked into, with the reason. */
export class CheckSkipped extends Error {
  override readonly name = 'CheckSkipped';
}
