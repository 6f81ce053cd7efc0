/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The cache of table images: a bundle for each file that was read, below atlas_paths_get_cache().  Everything here waits for
 * the disk, so it is for worker threads; any of them, at the same time.  Nothing that goes wrong with the cache is an error. */

/**
 * atlas_source_cache_get_key:
 * @path: (type filename): an absolute path
 *
 * Returns: (transfer full) (nullable): a name that changes with whatever the image depends on: the file's place, size,
 *   time and inode, those of its companions (.dbf, .prj …), the reader program, the image's version and the language
 */
char      *atlas_source_cache_get_key (const char *path);

/** atlas_source_cache_load: Returns: (transfer full) (nullable) (element-type AtlasTable): the tables kept under @key; a
 * damaged bundle is removed. */
GPtrArray *atlas_source_cache_load (const char *key);

/** atlas_source_cache_store: keeps @bundle under @key, and removes what was not used for longest when all is too much. */
void       atlas_source_cache_store (const char *key,
                                     GBytes     *bundle);

/**
 * atlas_source_cache_trim:
 * @most: bytes
 *
 * Removes what was not used for longest until the rest is at most @most, and what writers left behind that were ended.
 */
void       atlas_source_cache_trim (guint64 most);

G_END_DECLS
