/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Scratch memory that is kept.
 *
 * The C library gets a megabyte from the system and gives it back at once; the system hands it out page by page, and zeroing
 * what one has is several times as quick as that.  A block of the map needs two or three such pieces, and they are of one size
 * from block to block.  They are kept to the end: six of a megabyte for blocks of 512 pixels, of four at twice the scale. */

#include "render/atlas-spare.h"

#include <string.h>

#define N_PIECES 6
#define LEAST    ((gsize) 128 << 10)   /* smaller ones the C library keeps itself */
#define MOST     ((gsize) 5 << 20)     /* a block at twice the scale */

typedef struct
{
  gpointer memory;
  gsize    size;
} Piece;

static GMutex mutex;
static Piece  pieces[N_PIECES];   /* under mutex */
static guint  next_piece;         /* which goes when there are too many */

gpointer
_atlas_spare_take (gsize size)
{
  gpointer memory = NULL;

  g_mutex_lock (&mutex);
  for (guint i = 0; memory == NULL && i < N_PIECES; i++)
    if (pieces[i].memory != NULL && pieces[i].size == size)
      memory = g_steal_pointer (&pieces[i].memory);
  g_mutex_unlock (&mutex);
  if (memory == NULL)
    return g_try_malloc0 (size);
  memset (memory, 0, size);

  return memory;
}

void
_atlas_spare_give (gpointer memory,
                   gsize    size)
{
  gboolean kept = FALSE;

  if (memory == NULL || size < LEAST || size > MOST)
    {
      g_free (memory);
      return;
    }
  g_mutex_lock (&mutex);
  for (guint i = 0; !kept && i < N_PIECES; i++)
    if (pieces[i].memory == NULL)
      {
        pieces[i] = (Piece) { memory, size };
        kept = TRUE;
      }
  if (!kept)
    {
      Piece *piece = &pieces[next_piece++ % N_PIECES];
      gpointer old = piece->memory;

      *piece = (Piece) { memory, size };
      memory = old;
    }
  g_mutex_unlock (&mutex);
  if (!kept)
    g_free (memory);
}
