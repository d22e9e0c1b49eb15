/** Most cells of a thumbnail, in width and height. */
export const MAX_THUMBNAIL_SIDE = 64;
