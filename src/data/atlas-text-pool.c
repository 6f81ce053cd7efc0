/* SPDX-License-Identifier: GPL-3.0-or-later */
/* AtlasTextPool: a hash table over one run of bytes.  A slot holds the hash and the place of its text, so that a text is
 * only looked at when it is almost surely the one, and found with two looks into memory. */

#include "data/atlas-text-pool.h"

#include <string.h>

#define MULTIPLIER G_GUINT64_CONSTANT (0x9e3779b97f4a7c15)
#define FIRST_SLOTS 1024
#define MANY_SLOTS 65536

static inline guint64
load (const char *bytes,
      gsize       n)
{
  guint64 word = 0;

  memcpy (&word, bytes, n);
  return word;
}

/* The last bytes of a text overlap those before, so that all loads have a fixed size. */
guint32
atlas_text_pool_hash (const char *text,
                      gsize       length)
{
  guint64 h = length * MULTIPLIER;
  guint64 last;

  if (length >= 8)
    {
      for (gsize i = 0; i + 8 < length; i += 8)
        {
          h = (h ^ load (text + i, 8)) * MULTIPLIER;
          h ^= h >> 29;
        }
      last = load (text + length - 8, 8);
    }
  else if (length >= 4)
    last = load (text, 4) << 32 | load (text + length - 4, 4);
  else
    last = length == 0 ? 0 : (guint64) (guchar) text[0] << 16 | (guint64) (guchar) text[length / 2] << 8 | (guchar) text[length - 1];
  h = (h ^ last) * MULTIPLIER;
  h ^= h >> 32;
  h *= MULTIPLIER;
  return (guint32) (h >> 32);
}

AtlasTextPool *
atlas_text_pool_new (AtlasArena *arena)
{
  AtlasTextPool *self = g_new0 (AtlasTextPool, 1);

  self->arena = arena;
  return self;
}

void
atlas_text_pool_free (AtlasTextPool *self)
{
  g_free (self);
}

static void
grow_slots (AtlasTextPool *self)
{
  gsize before = self->n_slots;
  AtlasTextSlot *slots;

  self->n_slots = before < MANY_SLOTS ? MAX (before * 4, FIRST_SLOTS) : before * 2;
  slots = atlas_arena_alloc (self->arena, self->n_slots * sizeof *slots);
  memset (slots, 0xff, self->n_slots * sizeof *slots);
  for (gsize i = 0; i < before; i++)
    {
      gsize place = self->slots[i].hash & (self->n_slots - 1);

      if (self->slots[i].id == ATLAS_TEXT_NONE)
        continue;
      while (slots[place].id != ATLAS_TEXT_NONE)
        place = (place + 1) & (self->n_slots - 1);
      slots[place] = self->slots[i];
    }
  self->slots = slots;
}

/* Where @text is, or where it would be: then the slot is free.  The bytes are compared first, for they are where the slot says;
 * how long the candidate is, is only to tell it from one that goes on behind a NUL. */
static inline AtlasTextSlot *
find_slot (const AtlasTextPool *self,
           const char          *text,
           gsize                length,
           guint32              hash)
{
  gsize place = hash & (self->n_slots - 1);

  for (; self->slots[place].id != ATLAS_TEXT_NONE; place = (place + 1) & (self->n_slots - 1))
    {
      const AtlasTextSlot *slot = &self->slots[place];
      gsize other;

      if (slot->hash != hash || length >= self->n_bytes - slot->start || self->bytes[slot->start + length] != '\0'
          || memcmp (self->bytes + slot->start, text, length) != 0)
        continue;
      atlas_text_pool_get (self, slot->id, &other);
      if (other == length)
        break;
    }
  return &self->slots[place];
}

guint32
atlas_text_pool_find (const AtlasTextPool *self,
                      const char          *text,
                      gsize                length)
{
  if (self->n_slots == 0)
    return ATLAS_TEXT_NONE;
  return find_slot (self, text, length, atlas_text_pool_hash (text, length))->id;
}

static void
make_room (AtlasTextPool *self,
           gsize          length)
{
  gsize bytes = self->n_bytes + length + 1;

  if (bytes > self->byte_room)
    {
      gsize room = MAX (bytes, self->byte_room * 2);

      room = MAX (room, 16384);
      self->bytes = atlas_arena_grow (self->arena, self->bytes, self->byte_room, room);
      self->byte_room = room;
    }
  if (self->n_texts == self->text_room)
    {
      gsize room = MAX (1024, self->text_room * 2);

      self->starts = atlas_arena_grow (self->arena, self->starts, self->text_room * sizeof (guint64), room * sizeof (guint64));
      self->text_room = room;
    }
}

guint32
atlas_text_pool_enter (AtlasTextPool *self,
                       const char    *text,
                       gsize          length,
                       guint32        hash,
                       gboolean      *is_new)
{
  AtlasTextSlot *slot;

  if ((gsize) self->n_texts * 3 >= self->n_slots * 2)
    grow_slots (self);
  slot = find_slot (self, text, length, hash);
  *is_new = slot->id == ATLAS_TEXT_NONE;
  if (!*is_new)
    return slot->id;
  if (self->n_texts >= ATLAS_TEXT_NONE - 1)
    {
      self->too_big = TRUE;
      *is_new = FALSE;
      return 0;
    }
  make_room (self, length);
  memcpy (self->bytes + self->n_bytes, text, length);
  self->bytes[self->n_bytes + length] = '\0';
  self->starts[self->n_texts] = self->n_bytes;
  *slot = (AtlasTextSlot) { self->n_bytes, hash, self->n_texts };
  self->n_bytes += length + 1;
  return self->n_texts++;
}

void
atlas_text_pool_take_back (AtlasTextPool *self)
{
  gsize length;
  const char *text = atlas_text_pool_get (self, self->n_texts - 1, &length);
  AtlasTextSlot *slot = find_slot (self, text, length, atlas_text_pool_hash (text, length));

  /* Nothing came behind it in its chain, for it was the last. */
  slot->id = ATLAS_TEXT_NONE;
  self->n_bytes = self->starts[--self->n_texts];
}

guint32
atlas_text_pool_add (AtlasTextPool *self,
                     const char    *text,
                     gsize          length)
{
  gboolean is_new;

  return atlas_text_pool_enter (self, text, length, atlas_text_pool_hash (text, length), &is_new);
}

gboolean
atlas_text_is_valid (const char *text,
                     gsize       length)
{
  const char *end = text + length;

  /* g_utf8_validate_len() stops at a NUL, which is a character of text like another. */
  while (text < end && !g_utf8_validate_len (text, (gsize) (end - text), &text))
    {
      if (*text != '\0')
        return FALSE;
      text++;
    }
  return TRUE;
}

guint32
atlas_text_pool_add_valid (AtlasTextPool *self,
                           const char    *text,
                           gsize          length)
{
  g_autoptr (GString) repaired = NULL;

  if (atlas_text_is_valid (text, length))
    return atlas_text_pool_add (self, text, length);
  repaired = g_string_sized_new (length);
  for (const char *p = text; p < text + length;)
    {
      gunichar c = *p == '\0' ? 0 : g_utf8_get_char_validated (p, text + length - p);

      if (c == (gunichar) -1 || c == (gunichar) -2)
        {
          g_string_append (repaired, "\357\277\275");
          p++;
          continue;
        }
      g_string_append_len (repaired, p, c == 0 ? 1 : g_utf8_skip[(guchar) *p]);
      p += c == 0 ? 1 : g_utf8_skip[(guchar) *p];
    }
  return atlas_text_pool_add (self, repaired->str, repaired->len);
}
