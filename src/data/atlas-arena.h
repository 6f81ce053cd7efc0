/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * AtlasArena:
 *
 * Memory that is taken in many pieces and given back all at once.  Fresh memory is dear (a page fault for every 4 KiB costs more
 * than parsing what is then written there), so it comes in huge pages where the system has them, and pieces lie close together.
 * One thread at a time.  There is no failure: like g_malloc(), it ends the program when there is no memory.
 */
typedef struct _AtlasArena AtlasArena;

AtlasArena *atlas_arena_new (void);
void        atlas_arena_free (AtlasArena *self);

/** atlas_arena_alloc: Returns: (transfer none): @size bytes with any contents, aligned for every type. */
gpointer    atlas_arena_alloc (AtlasArena *self,
                               gsize       size);

/**
 * atlas_arena_grow:
 * @old: (nullable): what was got from the same arena
 * @old_size: and its size, exactly as it was asked for
 *
 * Returns: (transfer none): @size bytes that begin with those of @old, which is gone
 */
gpointer    atlas_arena_grow (AtlasArena *self,
                              gpointer    old,
                              gsize       old_size,
                              gsize       size);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasArena, atlas_arena_free)

G_END_DECLS
