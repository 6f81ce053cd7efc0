/* SPDX-License-Identifier: GPL-3.0-or-later */
/* AtlasArena: small pieces are cut from blocks of a few megabytes; a large one has a mapping of its own, which grows by moving page
 * tables instead of bytes.  All mappings begin and end where huge pages do, or there would be none.  Owned by whoever fills tables, one thread at a time. */

#include "data/atlas-arena.h"

#include <string.h>
#include <sys/mman.h>

#define ALIGNMENT 16
#define HUGE_PAGE ((gsize) 2 << 20)
#define BLOCK ((gsize) 4 << 20)
#define OWN HUGE_PAGE               /* from here on a mapping of its own */

/* A sanitizer sees an overflow only between allocations of the C library. */
#if defined(__SANITIZE_ADDRESS__)
#define PLAIN 1
#else
#define PLAIN 0
#endif

typedef struct
{
  char *start;
  gsize size;
} Mapping;

struct _AtlasArena
{
  GArray *mappings;     /* Mapping; with PLAIN, start alone */
  char   *place;        /* in the present block */
  gsize   left;
};

static gsize
round_up (gsize size,
          gsize unit)
{
  return (size + unit - 1) & ~(unit - 1);
}

static void
fail (gsize size)
{
  g_error ("%s: failed to allocate %" G_GSIZE_FORMAT " bytes", G_STRLOC, size);
}

/* Address space for @size bytes, a multiple of HUGE_PAGE. */
static char *
find_place (gsize size)
{
  gsize whole = size + HUGE_PAGE;
  char *start = mmap (NULL, whole, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  gsize before;

  if (start == MAP_FAILED)
    fail (size);
  before = round_up ((gsize) start, HUGE_PAGE) - (gsize) start;
  if (before > 0)
    munmap (start, before);
  munmap (start + before + size, whole - before - size);
  madvise (start + before, size, MADV_HUGEPAGE);
  return start + before;
}

static char *
map (AtlasArena *self,
     gsize       size)
{
  Mapping mapping = { find_place (size), size };

  g_array_append_val (self->mappings, mapping);
  return mapping.start;
}

AtlasArena *
atlas_arena_new (void)
{
  AtlasArena *self = g_new0 (AtlasArena, 1);

  self->mappings = g_array_new (FALSE, FALSE, sizeof (Mapping));
  return self;
}

void
atlas_arena_free (AtlasArena *self)
{
  for (guint i = 0; i < self->mappings->len; i++)
    {
      Mapping *mapping = &g_array_index (self->mappings, Mapping, i);

      if (PLAIN)
        g_free (mapping->start);
      else
        munmap (mapping->start, mapping->size);
    }
  g_array_unref (self->mappings);
  g_free (self);
}

static Mapping *
find (AtlasArena *self,
      gpointer    start)
{
  /* What grows was mapped lately. */
  for (guint i = self->mappings->len; i > 0; i--)
    if (g_array_index (self->mappings, Mapping, i - 1).start == start)
      return &g_array_index (self->mappings, Mapping, i - 1);
  g_assert_not_reached ();
}

gpointer
atlas_arena_alloc (AtlasArena *self,
                   gsize       size)
{
  gsize wanted = round_up (MAX (size, 1), ALIGNMENT);
  char *piece;

  if (PLAIN)
    {
      Mapping mapping = { g_malloc (MAX (size, 1)), size };

      g_array_append_val (self->mappings, mapping);
      return mapping.start;
    }
  if (wanted >= OWN)
    return map (self, round_up (wanted, HUGE_PAGE));
  if (wanted > self->left)
    {
      self->place = map (self, BLOCK);
      self->left = BLOCK;
    }
  piece = self->place;
  self->place += wanted;
  self->left -= wanted;
  return piece;
}

static gpointer
remap (AtlasArena *self,
       gpointer    old,
       gsize       size)
{
  Mapping *mapping = find (self, old);
  char *moved;

  if (PLAIN)
    moved = g_realloc (old, MAX (size, 1));
  else if (size <= mapping->size)
    return old;
  else
    {
      char *place = find_place (size);

      moved = mremap (old, mapping->size, size, MREMAP_MAYMOVE | MREMAP_FIXED, place);
      if (moved == MAP_FAILED)
        fail (size);
      madvise (moved, size, MADV_HUGEPAGE);
    }
  *mapping = (Mapping) { moved, size };
  return moved;
}

gpointer
atlas_arena_grow (AtlasArena *self,
                  gpointer    old,
                  gsize       old_size,
                  gsize       size)
{
  gsize rounded = round_up (old_size, ALIGNMENT);
  gpointer piece;

  if (old == NULL)
    return atlas_arena_alloc (self, size);
  if (PLAIN)
    return remap (self, old, size);
  if (rounded >= OWN)
    return remap (self, old, round_up (size, HUGE_PAGE));
  /* The last piece of its block grows where it is. */
  if ((char *) old + rounded == self->place && size > old_size && round_up (size, ALIGNMENT) < OWN
      && round_up (size, ALIGNMENT) - rounded <= self->left)
    {
      self->left -= round_up (size, ALIGNMENT) - rounded;
      self->place += round_up (size, ALIGNMENT) - rounded;
      return old;
    }
  piece = atlas_arena_alloc (self, size);
  memcpy (piece, old, MIN (old_size, size));
  return piece;
}
