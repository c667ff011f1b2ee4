package main

import (
	"context"
	"encoding/json"
	"sort"
	"sync"
	"time"

	"github.com/argoproj/notifications-engine/pkg/controller"
	"github.com/sirupsen/logrus"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/client-go/dynamic"
)

// put brings the Application into a state, and keeps what the controller wrote on it.
func put(ctx context.Context, client dynamic.ResourceInterface, state map[string]any, isNew bool) error {
	app := &unstructured.Unstructured{Object: state}
	app.SetAPIVersion("argoproj.io/v1alpha1")
	app.SetKind("Application")
	app.SetNamespace("argocd")
	if isNew {
		_, err := client.Create(ctx, app, metav1.CreateOptions{})
		return err
	}
	before, err := client.Get(ctx, app.GetName(), metav1.GetOptions{})
	if err != nil {
		return err
	}
	app.SetAnnotations(before.GetAnnotations())
	_, err = client.Update(ctx, app, metav1.UpdateOptions{})
	return err
}

// settle waits until the controller has looked at the Application and is silent.
func settle(events <-chan controller.NotificationEventSequence) {
	limit := 5 * time.Second
	for {
		select {
		case <-events:
			limit = silence
		case <-time.After(limit):
			return
		}
	}
}

// isRefreshed is isAppSyncStatusRefreshed of Argo CD's notification controller, of what has reconciledAt alone.
func isRefreshed(object metav1.Object) bool {
	app := object.(*unstructured.Unstructured)
	phase, _, _ := unstructured.NestedString(app.Object, "status", "operationState", "phase")
	if phase != "Failed" && phase != "Error" && phase != "Succeeded" {
		return true
	}
	finished, _, _ := unstructured.NestedString(app.Object, "status", "operationState", "finishedAt")
	reconciled, _, _ := unstructured.NestedString(app.Object, "status", "reconciledAt")
	// Both are written alike, in UTC and to the second.
	return finished != "" && finished <= reconciled
}

// complaints are what the engine logs as errors.
type complaints struct {
	lock sync.Mutex
	said map[string]bool
}

func (c *complaints) Levels() []logrus.Level { return []logrus.Level{logrus.ErrorLevel} }

func (c *complaints) Fire(entry *logrus.Entry) error {
	c.lock.Lock()
	defer c.lock.Unlock()
	if c.said == nil {
		c.said = map[string]bool{}
	}
	c.said[entry.Message] = true
	return nil
}

// taken gives what was said since the last time, sorted.
func (c *complaints) taken() []string {
	c.lock.Lock()
	defer c.lock.Unlock()
	found := []string{}
	for why := range c.said {
		found = append(found, why)
	}
	c.said = nil
	sort.Strings(found)
	return found
}

func mustJSON(value any) []byte {
	text, err := json.Marshal(value)
	if err != nil {
		fail(err)
	}
	return text
}
