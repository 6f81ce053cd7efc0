/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "data/atlas-arena.h"

G_BEGIN_DECLS

/** The id of no text. */
#define ATLAS_TEXT_NONE G_MAXUINT32

/**
 * AtlasTextPool:
 * @bytes: all texts, a NUL after each
 * @n_bytes: how long they are together
 * @starts: where in @bytes each begins
 * @n_texts: how many there are
 * @too_big: one more was asked for than there are numbers
 *
 * Keeps each text once, and numbers them as they come.  To be filled by one thread; a pool that is not filled any more may be
 * read, and looked into, by any.
 */
typedef struct
{
  char       *bytes;
  gsize       n_bytes;
  guint64    *starts;
  guint32     n_texts;
  gboolean    too_big;
  /*< private >*/
  AtlasArena *arena;
  gsize       byte_room;
  gsize       text_room;
  struct _AtlasTextSlot *slots;
  gsize       n_slots;
} AtlasTextPool;

/*< private >*/
typedef struct _AtlasTextSlot
{
  guint64 start;
  guint32 hash;
  guint32 id;               /* ATLAS_TEXT_NONE: free */
} AtlasTextSlot;

AtlasTextPool *atlas_text_pool_new (AtlasArena *arena);
void           atlas_text_pool_free (AtlasTextPool *self);

/** atlas_text_pool_hash: Returns: what atlas_text_pool_enter() wants to know of @text. */
guint32        atlas_text_pool_hash (const char *text,
                                     gsize       length);

/** atlas_text_pool_prefetch: a text with this hash will be looked for soon. */
static inline void
atlas_text_pool_prefetch (const AtlasTextPool *self,
                          guint32              hash)
{
  if (self->n_slots > 0)
    __builtin_prefetch (&self->slots[hash & (self->n_slots - 1)]);
}

/** atlas_text_pool_prefetch_text: the same, a little later: now the text that is probably equal is fetched. */
static inline void
atlas_text_pool_prefetch_text (const AtlasTextPool *self,
                               guint32              hash,
                               gsize                length)
{
  const AtlasTextSlot *slot = self->n_slots > 0 ? &self->slots[hash & (self->n_slots - 1)] : NULL;

  if (slot != NULL && slot->id != ATLAS_TEXT_NONE)
    {
      __builtin_prefetch (self->bytes + slot->start);
      __builtin_prefetch (self->bytes + slot->start + length);
      __builtin_prefetch (self->starts + slot->id);
    }
}

/**
 * atlas_text_pool_enter:
 * @hash: of @text
 * @is_new: (out): it was not there
 *
 * Returns: the id of @text, which is kept as it is
 */
guint32        atlas_text_pool_enter (AtlasTextPool *self,
                                      const char    *text,
                                      gsize          length,
                                      guint32        hash,
                                      gboolean      *is_new);

/** atlas_text_pool_take_back: forgets the text that was new just now. */
void           atlas_text_pool_take_back (AtlasTextPool *self);

/** atlas_text_pool_find: Returns: the id of @text, or %ATLAS_TEXT_NONE. */
guint32        atlas_text_pool_find (const AtlasTextPool *self,
                                     const char          *text,
                                     gsize                length);

/** atlas_text_pool_add: Returns: the id of @text, which is kept as it is. */
guint32        atlas_text_pool_add (AtlasTextPool *self,
                                    const char    *text,
                                    gsize          length);

/** atlas_text_pool_add_valid: the same; a byte that is not UTF-8 becomes U+FFFD, NUL is a character like others. */
guint32        atlas_text_pool_add_valid (AtlasTextPool *self,
                                          const char    *text,
                                          gsize          length);

/** atlas_text_pool_get: Returns: (transfer none): text @id, until the next is added. */
static inline const char *
atlas_text_pool_get (const AtlasTextPool *self,
                     guint32              id,
                     gsize               *length)
{
  guint64 end = id + 1 < self->n_texts ? self->starts[id + 1] : self->n_bytes;

  *length = end - self->starts[id] - 1;
  return self->bytes + self->starts[id];
}

/** atlas_text_is_valid: Returns: whether @text is UTF-8; NUL is a character like others. */
gboolean       atlas_text_is_valid (const char *text,
                                    gsize       length);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasTextPool, atlas_text_pool_free)

G_END_DECLS
