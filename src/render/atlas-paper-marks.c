/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Marks in a PDF: what they say in the surface's user data, where they are as cairo's tags.  The surface's thread.
 *
 * Of tags in tags cairo writes the innermost alone, so a layer's tag ends where a text begins and begins anew after it. */

#include "render/atlas-paper-marks.h"

typedef struct
{
  GArray *notes;
  guint   depth[2];   /* by AtlasPaperMark */
  char   *layer;      /* (nullable): the open one */
} Notes;

static const cairo_user_data_key_t notes_key;

/* Tags that cairo knows and that nothing else on our pages has. */
static const char *const tags[] = { [ATLAS_PAPER_LAYER] = "Sect", [ATLAS_PAPER_TEXT] = "Span" };

static void
clear_note (gpointer data)
{
  AtlasPaperNote *note = data;

  g_free (note->layer);
  g_free (note->text);
}

static GArray *
new_notes (void)
{
  GArray *notes = g_array_new (FALSE, FALSE, sizeof (AtlasPaperNote));

  g_array_set_clear_func (notes, clear_note);
  return notes;
}

static void
notes_free (gpointer data)
{
  Notes *notes = data;

  g_array_unref (notes->notes);
  g_free (notes->layer);
  g_free (notes);
}

static Notes *
get_notes (cairo_t *cr)
{
  /* A group's contents are a thing of their own in the file, which is not looked into. */
  if (cairo_get_group_target (cr) != cairo_get_target (cr))
    return NULL;
  return cairo_surface_get_user_data (cairo_get_target (cr), &notes_key);
}

void
atlas_paper_marks_attach (cairo_surface_t *surface)
{
  Notes *notes = g_new0 (Notes, 1);

  notes->notes = new_notes ();
  cairo_surface_set_user_data (surface, &notes_key, notes, notes_free);
}

GArray *
atlas_paper_marks_take (cairo_surface_t *surface)
{
  Notes *notes = cairo_surface_get_user_data (surface, &notes_key);
  GArray *taken;

  g_return_val_if_fail (notes != NULL, NULL);

  taken = notes->notes;
  notes->notes = new_notes ();
  notes->depth[ATLAS_PAPER_LAYER] = notes->depth[ATLAS_PAPER_TEXT] = 0;
  g_clear_pointer (&notes->layer, g_free);
  return taken;
}

static void
begin (Notes          *notes,
       cairo_t        *cr,
       AtlasPaperMark  mark,
       const char     *text)
{
  const AtlasPaperNote note = { mark, g_strdup (notes->layer), g_strdup (text) };

  g_array_append_val (notes->notes, note);
  cairo_tag_begin (cr, tags[mark], NULL);
}

void
atlas_paper_mark_begin (cairo_t        *cr,
                        AtlasPaperMark  mark,
                        const char     *text)
{
  Notes *notes = get_notes (cr);

  if (notes == NULL || notes->depth[mark]++ > 0)
    return;
  if (mark == ATLAS_PAPER_LAYER)
    {
      notes->layer = g_strdup (text);
      begin (notes, cr, mark, NULL);
      return;
    }
  if (notes->layer != NULL)
    cairo_tag_end (cr, tags[ATLAS_PAPER_LAYER]);
  begin (notes, cr, mark, text);
}

void
atlas_paper_mark_end (cairo_t        *cr,
                      AtlasPaperMark  mark)
{
  Notes *notes = get_notes (cr);

  if (notes == NULL || notes->depth[mark] == 0 || --notes->depth[mark] > 0)
    return;
  cairo_tag_end (cr, tags[mark]);
  if (mark == ATLAS_PAPER_LAYER)
    g_clear_pointer (&notes->layer, g_free);
  else if (notes->layer != NULL)
    begin (notes, cr, ATLAS_PAPER_LAYER, NULL);
}

const char *
atlas_paper_mark_get_tag (AtlasPaperMark mark)
{
  return tags[mark];
}
