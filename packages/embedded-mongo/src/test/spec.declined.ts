/** Tests of MongoDB's CRUD specification a standalone server could run and this one does not, with the reason. */
export const declined: Record<string, string> = {
  'estimatedDocumentCount.json › estimatedDocumentCount works correctly on views': 'views are not supported',
  ...Object.fromEntries(
    ['insertOne', 'insertMany', 'bulkWrite', 'clientBulkWrite'].map((name) => [
      `create-null-ids.json › inserting _id with type null via ${name}`,
      'the Node driver replaces a null _id by an ObjectId before it sends the document',
    ]),
  ),
  ...Object.fromEntries(
    [
      'Aggregate with $out passes bypassDocumentValidation: false',
      'BulkWrite passes bypassDocumentValidation: false',
      'FindOneAndReplace passes bypassDocumentValidation: false',
      'FindOneAndUpdate passes bypassDocumentValidation: false',
      'InsertMany passes bypassDocumentValidation: false',
    ].map((name) => [
      `bypassDocumentValidation.json › ${name}`,
      'the Node driver does not send the option when it is false; no server could pass',
    ]),
  ),
  ...Object.fromEntries(
    [
      'partialResult is unset when first operation fails during an ordered bulk write (verbose)',
      'partialResult is unset when first operation fails during an ordered bulk write (summary)',
      'partialResult is unset when all operations fail during an unordered bulk write',
    ].map((name) => [
      `client-bulkWrite-partialResults.json › ${name}`,
      'the Node driver reports a partial result of zeros; what it sends and receives is right',
    ]),
  ),
};
