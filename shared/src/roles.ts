import { z } from 'zod';
import { roomRoles, roomTypes, workspaceRoles } from './permissions.js';

export const workspaceRole = z.enum(workspaceRoles);
export const roomRole = z.enum(roomRoles);
export const roomType = z.enum(roomTypes);
