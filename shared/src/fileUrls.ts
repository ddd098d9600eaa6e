export const fileUrl = (fileId: string): string => `/api/v1/files/${fileId}`;
export const thumbnailUrl = (fileId: string): string => `/api/v1/files/${fileId}/thumbnail`;
