/* SPDX-License-Identifier: GPL-3.0-or-later */
/* AtlasPageEditor: a page, the chosen element and the steps back.  Pages are copied for each step, which costs microseconds, for
 * copies share what they can.  Main thread. */

#include "ui/atlas-page-editor.h"

/* More steps back nobody remembers. */
#define MOST_STEPS 200
/* Steps with the same key within so many microseconds are one. */
#define MERGE_TIME (2 * G_USEC_PER_SEC)

typedef struct
{
  AtlasPage *page;    /* before the step (undo), or after it (redo) */
  char      *name;
} Step;

struct _AtlasPageEditor
{
  GObject    parent_instance;
  AtlasPage *page;
  char      *chosen;
  GQueue     undo;      /* Step, the last one at the head */
  GQueue     redo;
  char      *key;       /* (nullable): of the last step */
  gint64     time;      /* of the last step */
};

enum
{
  CHANGED,
  CHOSEN,
  HISTORY,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (AtlasPageEditor, atlas_page_editor, G_TYPE_OBJECT)

static Step *
step_new (AtlasPage  *page,
          const char *name)
{
  Step *self = g_new (Step, 1);

  *self = (Step) { atlas_page_ref (page), g_strdup (name) };
  return self;
}

static void
step_free (gpointer data)
{
  Step *self = data;

  atlas_page_unref (self->page);
  g_free (self->name);
  g_free (self);
}

static void
clear_steps (GQueue *steps)
{
  g_queue_clear_full (steps, step_free);
}

static void
atlas_page_editor_finalize (GObject *object)
{
  AtlasPageEditor *self = ATLAS_PAGE_EDITOR (object);

  clear_steps (&self->undo);
  clear_steps (&self->redo);
  g_clear_pointer (&self->page, atlas_page_unref);
  g_free (self->chosen);
  g_free (self->key);
  G_OBJECT_CLASS (atlas_page_editor_parent_class)->finalize (object);
}

static void
atlas_page_editor_class_init (AtlasPageEditorClass *klass)
{
  static const char *const names[N_SIGNALS] = { "changed", "chosen", "history" };

  G_OBJECT_CLASS (klass)->finalize = atlas_page_editor_finalize;
  for (guint i = 0; i < N_SIGNALS; i++)
    signals[i] = g_signal_new (names[i], ATLAS_TYPE_PAGE_EDITOR, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
atlas_page_editor_init (AtlasPageEditor *self)
{
  g_queue_init (&self->undo);
  g_queue_init (&self->redo);
}

AtlasPageEditor *
atlas_page_editor_new (AtlasPage *page)
{
  AtlasPageEditor *self = g_object_new (ATLAS_TYPE_PAGE_EDITOR, NULL);

  self->page = atlas_page_ref (page);
  return self;
}

AtlasPage *
atlas_page_editor_get_page (AtlasPageEditor *self)
{
  g_return_val_if_fail (ATLAS_IS_PAGE_EDITOR (self), NULL);
  return self->page;
}

/* Puts @page in place; a chosen element that it does not have is no longer chosen. */
static void
set_page (AtlasPageEditor *self,
          AtlasPage       *page)
{
  AtlasPage *old = self->page;

  self->page = atlas_page_ref (page);
  atlas_page_unref (old);
  if (self->chosen != NULL && atlas_page_find_element (page, self->chosen) == NULL)
    atlas_page_editor_choose (self, NULL);
  g_signal_emit (self, signals[CHANGED], 0);
}

void
atlas_page_editor_reset (AtlasPageEditor *self,
                         AtlasPage       *page)
{
  g_return_if_fail (ATLAS_IS_PAGE_EDITOR (self) && page != NULL);
  clear_steps (&self->undo);
  clear_steps (&self->redo);
  g_clear_pointer (&self->key, g_free);
  atlas_page_editor_choose (self, NULL);
  set_page (self, page);
  g_signal_emit (self, signals[HISTORY], 0);
}

AtlasPage *
atlas_page_editor_begin (AtlasPageEditor *self)
{
  g_return_val_if_fail (ATLAS_IS_PAGE_EDITOR (self), NULL);
  return atlas_page_copy (self->page);
}

gboolean
atlas_page_editor_take (AtlasPageEditor *self,
                        AtlasPage       *page,
                        const char      *step,
                        const char      *key)
{
  g_autoptr (AtlasPage) taken = page;
  const gint64 now = g_get_monotonic_time ();

  g_return_val_if_fail (ATLAS_IS_PAGE_EDITOR (self) && step != NULL, FALSE);
  if (atlas_page_equal (taken, self->page))
    return FALSE;
  if (key == NULL || g_strcmp0 (key, self->key) != 0 || now - self->time > MERGE_TIME || self->undo.length == 0)
    g_queue_push_head (&self->undo, step_new (self->page, step));
  while (self->undo.length > MOST_STEPS)
    step_free (g_queue_pop_tail (&self->undo));
  clear_steps (&self->redo);
  g_free (self->key);
  self->key = g_strdup (key);
  self->time = now;
  set_page (self, taken);
  g_signal_emit (self, signals[HISTORY], 0);
  return TRUE;
}

static const char *
get_name (GQueue *steps)
{
  const Step *step = g_queue_peek_head (steps);

  return step != NULL ? step->name : NULL;
}

const char *
atlas_page_editor_get_undo (AtlasPageEditor *self)
{
  g_return_val_if_fail (ATLAS_IS_PAGE_EDITOR (self), NULL);
  return get_name (&self->undo);
}

const char *
atlas_page_editor_get_redo (AtlasPageEditor *self)
{
  g_return_val_if_fail (ATLAS_IS_PAGE_EDITOR (self), NULL);
  return get_name (&self->redo);
}

static void
step_over (AtlasPageEditor *self,
           GQueue          *from,
           GQueue          *to)
{
  Step *step = g_queue_pop_head (from);

  if (step == NULL)
    return;
  g_queue_push_head (to, step_new (self->page, step->name));
  g_clear_pointer (&self->key, g_free);
  set_page (self, step->page);
  step_free (step);
  g_signal_emit (self, signals[HISTORY], 0);
}

void
atlas_page_editor_undo (AtlasPageEditor *self)
{
  g_return_if_fail (ATLAS_IS_PAGE_EDITOR (self));
  step_over (self, &self->undo, &self->redo);
}

void
atlas_page_editor_redo (AtlasPageEditor *self)
{
  g_return_if_fail (ATLAS_IS_PAGE_EDITOR (self));
  step_over (self, &self->redo, &self->undo);
}

const char *
atlas_page_editor_get_chosen (AtlasPageEditor *self)
{
  g_return_val_if_fail (ATLAS_IS_PAGE_EDITOR (self), NULL);
  return self->chosen;
}

void
atlas_page_editor_choose (AtlasPageEditor *self,
                          const char      *id)
{
  char *old = self->chosen;

  g_return_if_fail (ATLAS_IS_PAGE_EDITOR (self));
  if (g_strcmp0 (id, old) == 0)
    return;
  self->chosen = id != NULL && atlas_page_find_element (self->page, id) != NULL ? g_strdup (id) : NULL;
  g_free (old);
  g_signal_emit (self, signals[CHOSEN], 0);
}
