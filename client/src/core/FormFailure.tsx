import { fieldsOf, sentenceOf } from '../platform/api';
import { Failure } from '../ui/Failure';

/** Why a form was refused, where none of its fields shows it. @param error undefined for no error */
export const FormFailure = ({ error }: { error: unknown }) => (
  <Failure>{error !== undefined && Object.keys(fieldsOf(error)).length === 0 && sentenceOf(error)}</Failure>
);
