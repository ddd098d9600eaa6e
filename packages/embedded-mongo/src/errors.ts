/** MongoDB's error codes, by the names its own documentation uses. Source: mongo/src/mongo/base/error_codes.yml. */
export const codes = {
  InternalError: 1,
  BadValue: 2,
  FailedToParse: 9,
  TypeMismatch: 14,
  InvalidLength: 16,
  NamespaceNotFound: 26,
  IndexNotFound: 27,
  PathNotViable: 28,
  ConflictingUpdateOperators: 40,
  CursorNotFound: 43,
  NamespaceExists: 48,
  DollarPrefixedFieldName: 52,
  InvalidIdField: 53,
  CommandNotFound: 59,
  ImmutableField: 66,
  CannotCreateIndex: 67,
  InvalidOptions: 72,
  InvalidNamespace: 73,
  IndexOptionsConflict: 85,
  IndexKeySpecsConflict: 86,
  CommandNotSupported: 115,
  DocumentValidationFailure: 121,
  BSONObjectTooLarge: 10334,
  InvalidPipelineOperator: 168,
  DuplicateKey: 11000,
  OutOfDiskSpace: 14031,
  UnrecognizedStage: 40324,
  ConversionFailure: 241,
  Location16840: 16840,
} as const;

type CodeName = keyof typeof codes;

/** An error that is returned to the client as `{ok: 0, code, codeName, errmsg, ...extra}` or as a write error. */
export class MongoError extends Error {
  readonly code: number;
  constructor(
    readonly codeName: CodeName,
    message: string,
    readonly extra: Record<string, unknown> = {},
  ) {
    super(message);
    this.code = codes[codeName];
  }
}

/** The error for an unsupported feature: clear, and never a wrong result. */
export const unsupported = (what: string): MongoError =>
  new MongoError('CommandNotSupported', `${what} is not supported by the embedded database`);
